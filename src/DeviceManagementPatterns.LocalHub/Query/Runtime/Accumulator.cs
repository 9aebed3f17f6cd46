using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>Takes the values of a group's rows one by one and knows what they make together. A missing value counts for nothing.</summary>
internal abstract class Accumulator
{
    public abstract QueryValue Result { get; }

    public static Accumulator For(AggregateFunction function) => function switch
    {
        AggregateFunction.Count => new RowCount(),
        AggregateFunction.Sum => new Sum(isAverage: false),
        AggregateFunction.Avg => new Sum(isAverage: true),
        AggregateFunction.Min => new Extreme(sign: -1),
        _ => new Extreme(sign: 1),
    };

    public abstract void Add(in QueryValue value);

    private sealed class RowCount : Accumulator
    {
        private long _count;

        public override QueryValue Result => QueryValue.Of((double)_count);

        public override void Add(in QueryValue value) => _count++;
    }

    /// <summary>Undefined without values, and as soon as one of them is no number.</summary>
    private sealed class Sum(bool isAverage) : Accumulator
    {
        private double _sum;
        private long _count;
        private bool _isBroken;

        public override QueryValue Result =>
            _isBroken || _count == 0 ? QueryValue.Undefined : QueryValue.Of(isAverage ? _sum / _count : _sum);

        public override void Add(in QueryValue value)
        {
            if (value.IsUndefined)
            {
                return;
            }

            _isBroken |= !value.IsNumber;
            _sum += value.Number;
            _count++;
        }
    }

    /// <summary>Undefined without values, and as soon as one of them is an object or array.</summary>
    private sealed class Extreme(int sign) : Accumulator
    {
        private QueryValue _extreme;
        private bool _isBroken;

        public override QueryValue Result => _isBroken ? QueryValue.Undefined : _extreme;

        public override void Add(in QueryValue value)
        {
            if (value.IsNode)
            {
                _isBroken = true;
            }
            else if (!value.IsUndefined && (_extreme.IsUndefined || Math.Sign(ValueComparison.Order(value, _extreme)) == sign))
            {
                _extreme = value;
            }
        }
    }
}
