import assert from 'node:assert/strict';
import { suiteOverEachTransport } from '../suite.mjs';
import { nodeTutorial, pythonTutorial, tutorialDevice } from '../tutorial.mjs';
import { invoke, reportedOf, untilReported } from '../wire.mjs';

suiteOverEachTransport('The tutorial, Microsoft\'s SDK at both ends', (test) => {
  for (const [name, dialect] of Object.entries({ 'C# and Node': nodeTutorial, Python: pythonTutorial })) {
    test(`The ${name} dialect: a call, an answer, a time in the twin`, async ({ registry, service, deviceId, connectedDevice }) => {
      const seen = await tutorialDevice(await connectedDevice(), dialect);

      const result = await invoke(service, deviceId, dialect.method, dialect.request);
      const time = await untilReported(registry, deviceId, 'the reboot', dialect.timeIn);

      assert.deepEqual(result, { status: 200, payload: dialect.answer });
      assert.deepEqual(seen.requests, [dialect.request]);
      assert.deepEqual(seen.times, [time]);
      assert.deepEqual(await reportedOf(registry, deviceId), dialect.reported(time));
    });

    test(`The ${name} dialect: a second reboot is seen by a changed time`, async ({ registry, service, deviceId, connectedDevice }) => {
      const seen = await tutorialDevice(await connectedDevice(), dialect);
      await invoke(service, deviceId, dialect.method, dialect.request);
      const first = await untilReported(registry, deviceId, 'the first reboot', dialect.timeIn);

      await invoke(service, deviceId, dialect.method, dialect.request);
      const second = await untilReported(registry, deviceId, 'the second reboot', (reported) =>
        dialect.timeIn(reported) !== first && dialect.timeIn(reported));

      assert.deepEqual(seen.times, [first, second]);
    });
  }
});
