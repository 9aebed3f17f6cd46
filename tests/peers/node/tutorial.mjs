// Devices that do what the two tutorials' own code does: answer, wait, report the time. Written on Microsoft's Node SDK.
import { setTimeout as pause } from 'node:timers/promises';
import { answering, report } from './wire.mjs';

/** The dialect of the C# and Node tutorials. */
export const nodeTutorial = {
  method: 'reboot',
  answer: { result: 'Reboot started.' },
  reported: (time) => ({ iothubDM: { reboot: { lastReboot: time } } }),
  timeIn: (reported) => reported.iothubDM?.reboot?.lastReboot,
  request: null,
  async handle(twin, response, rebooted) {
    await response.send(200, this.answer);
    await rebooted();
  },
};

/** The dialect of the Python tutorial, which answers only after it has rebooted. */
export const pythonTutorial = {
  method: 'rebootDevice',
  answer: { Response: 'This is the response from the device' },
  reported: (time) => ({ rebootTime: time }),
  timeIn: (reported) => reported.rebootTime,
  request: { method_number: '42' },
  async handle(twin, response, rebooted) {
    await rebooted();
    await response.send(200, this.answer);
  },
};

/** Makes the device answer in a dialect. The times that it reports are collected, and so are the requests that it got. */
export async function tutorialDevice(device, dialect) {
  const seen = { requests: [], times: [] };
  const twin = await device.getTwin();
  const rebooted = async () => {
    await pause(300);
    const time = new Date().toISOString();
    seen.times.push(time);
    await report(twin, dialect.reported(time));
  };
  await answering(device, {
    [dialect.method]: (request, response) => {
      seen.requests.push(request.payload);
      dialect.handle(twin, response, rebooted);
    },
  });
  return seen;
}
