using Mono.Cecil;
using Mono.Cecil.Cil;

namespace House.Tests.Rules;

/// <summary>One type's use of another, read from the compiled code: signatures, fields, attributes and method bodies.</summary>
internal sealed record TypeUse(string From, string FromNamespace, string To, string ToNamespace)
{
    public override string ToString() => $"{From} uses {To}";

    public static IEnumerable<TypeUse> In(AssemblyDefinition assembly) => assembly.MainModule.GetTypes().SelectMany(In);

    private static IEnumerable<TypeUse> In(TypeDefinition type)
    {
        var owner = Outermost(type);
        return Used(type)
            .SelectMany(Flatten)
            .Select(Element)
            .Where(used => used.FullName != owner.FullName)
            .Select(used => new TypeUse(owner.FullName, owner.Namespace, used.FullName, NamespaceOf(used)))
            .Distinct();
    }

    private static IEnumerable<TypeReference> Used(TypeDefinition type)
    {
        if (type.BaseType is { } baseType)
        {
            yield return baseType;
        }

        foreach (var implemented in type.Interfaces)
        {
            yield return implemented.InterfaceType;
        }

        foreach (var field in type.Fields)
        {
            yield return field.FieldType;
        }

        foreach (var method in type.Methods)
        {
            foreach (var used in Used(method))
            {
                yield return used;
            }
        }
    }

    private static IEnumerable<TypeReference> Used(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
        {
            yield return parameter.ParameterType;
        }

        if (!method.HasBody)
        {
            yield break;
        }

        foreach (var variable in method.Body.Variables)
        {
            yield return variable.VariableType;
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case MethodReference called:
                    yield return called.DeclaringType;
                    yield return called.ReturnType;
                    break;
                case FieldReference field:
                    yield return field.DeclaringType;
                    break;
                case TypeReference used:
                    yield return used;
                    break;
            }
        }
    }

    private static IEnumerable<TypeReference> Flatten(TypeReference type)
    {
        yield return type;
        if (type is GenericInstanceType generic)
        {
            foreach (var argument in generic.GenericArguments.SelectMany(Flatten))
            {
                yield return argument;
            }
        }
    }

    private static TypeReference Element(TypeReference type)
    {
        while (type is TypeSpecification specification)
        {
            type = specification.ElementType;
        }

        return type.DeclaringType is null ? type : Element(type.DeclaringType);
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static string NamespaceOf(TypeReference type) => type.IsGenericParameter ? "" : type.Namespace;
}
