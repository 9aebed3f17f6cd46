// A suite has one hub; each of its cases has a device id of its own, a bounded time, and closes what it opened.
import { after, before, describe, it } from 'node:test';
import { startHub } from './hub.mjs';
import { deviceClient, hostOf, jobClient, portOf, registryClient, serviceClient, transports } from './peer.mjs';
import { start } from './programs.mjs';
import { startRelay } from './relay.mjs';
import { within } from './waiting.mjs';

const caseTimeout = 60_000;
let lastDevice = 0;

/** Cases that concern no device's link. */
export const suiteOverRest = (title, define, hubOptions) => suite(title, [undefined], define, hubOptions);

/** Cases that are run once over each transport, on a hub that may be given more options. */
export const suiteOverEachTransport = (title, define, hubOptions) => suite(title, transports, define, hubOptions);

function suite(title, over, define, hubOptions) {
  describe(title, () => {
    let hub;
    before(async () => { hub = await startHub({ options: hubOptions }); });
    after(() => hub?.stop());
    for (const transport of over) {
      const add = (name, body, timeout = caseTimeout) => it(name, { timeout }, (t) => runCase(t, hub, transport, body));
      if (transport === undefined) {
        define(add);
      } else {
        describe(`over ${transport}`, () => define(add, transport));
      }
    }
  });
}

async function runCase(t, hub, transport, body) {
  const programs = [];
  const closers = [];
  try {
    await body(caseOf(hub, transport, programs, closers));
  } catch (error) {
    programs.forEach((program) => t.diagnostic(`a program of this case said:\n${program.output}`));
    throw error;
  } finally {
    for (const close of closers.reverse()) {
      await within('the end of a case', Promise.resolve(close()), 15_000);
    }
  }
}

/** What a case has at hand: the hub, the back end's clients, an id, and whatever it makes itself. */
function caseOf(hub, transport, programs, closers) {
  const deviceId = `${transport ?? 'rest'}-${process.pid}-${++lastDevice}`;
  const closing = (client) => {
    closers.push(() => client._restApiClient._http._options.http.agent.destroy());
    return client;
  };
  const registryAs = (connectionString) => closing(registryClient(hub, connectionString));
  const registry = registryAs(hub.connectionStrings.iothubowner);
  const service = closing(serviceClient(hub, hub.connectionStrings.service));

  const jobs = (connectionString = hub.connectionStrings.iothubowner) => closing(jobClient(hub, connectionString));

  const register = async (id = deviceId, properties = {}) => (await registry.create({ deviceId: id, ...properties })).responseBody;

  /** A device client that is not connected yet; behind a relay where there is one. */
  const device = async (identity, { relay, key = keyOf(identity), token, certificate, gateway } = {}) => {
    const host = hostOf(hub, transport, relay?.port);
    const credential = token ?? connectionString(gateway ?? host, identity, certificate ? undefined : key) + (gateway ? `;GatewayHostName=${host}` : '');
    const client = await deviceClient(hub, transport, credential, relay?.port, certificate);
    closers.push(() => client.close());
    return client;
  };

  const connectedDevice = async (options) => {
    const client = await device(await register(), options);
    await client.open();
    return client;
  };

  /** A module's client on a device that stands already; the module is made. */
  const connectedModule = async (moduleId) => {
    await registry.addModule({ deviceId, moduleId });
    const { responseBody: identity } = await registry.getModule(deviceId, moduleId);
    const client = await device(identity);
    await client.open();
    return client;
  };

  const relay = async () => {
    const started = await startRelay(portOf(hub, transport));
    closers.push(() => started.stop());
    return started;
  };

  const startProgram = (program, args) => {
    const started = start(program, args, { DMP_CA_FILE: hub.caFile });
    programs.push(started);
    closers.push(() => started.stop());
    return started;
  };

  const runProgram = async (program, args) => {
    const started = startProgram(program, args);
    await started.ended;
    return started;
  };

  const ourConnectionString = (identity) => connectionString(`${hub.hostName}:${hub.mqttsPort}`, identity, keyOf(identity));

  return {
    hub, transport, deviceId, registry, service, jobs,
    registryAs, register, device, connectedDevice, connectedModule, relay, startProgram, runProgram, ourConnectionString,
  };
}

export const keyOf = (identity) => identity.authentication.symmetricKey.primaryKey;

const connectionString = (host, { deviceId, moduleId }, key) =>
  `HostName=${host};DeviceId=${deviceId}${moduleId ? `;ModuleId=${moduleId}` : ''};${key ? `SharedAccessKey=${key}` : 'x509=true'}`;
