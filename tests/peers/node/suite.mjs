// A suite has one hub; each of its cases has a device id of its own, a bounded time, and closes what it opened.
import { after, before, describe, it } from 'node:test';
import { startHub } from './hub.mjs';
import { deviceClient, hostOf, registryClient, serviceClient, transports } from './peer.mjs';
import { start } from './programs.mjs';
import { startRelay } from './relay.mjs';
import { within } from './waiting.mjs';

const caseTimeout = 60_000;
let lastDevice = 0;

/** Cases that concern no device's link. */
export const suiteOverRest = (title, define) => suite(title, [undefined], define);

/** Cases that are run once over each transport. */
export const suiteOverEachTransport = (title, define) => suite(title, transports, define);

/** Cases with devices that have a link of their own kind, such as this repository's. */
export const suiteWithPrograms = (title, define) => suite(title, ['mqtt'], define);

function suite(title, over, define) {
  describe(title, () => {
    let hub;
    before(async () => { hub = await startHub(); });
    after(() => hub?.stop());
    for (const transport of over) {
      const add = (name, body) => it(name, { timeout: caseTimeout }, (t) => runCase(t, hub, transport, body));
      if (transport === undefined) {
        define(add);
      } else {
        describe(`over ${transport}`, () => define(add));
      }
    }
  });
}

async function runCase(t, hub, transport, body) {
  const world = new World(hub, transport);
  try {
    await body(world);
  } catch (error) {
    world.programs.forEach((program) => t.diagnostic(`program said:\n${program.output}`));
    throw error;
  } finally {
    await world.close();
  }
}

class World {
  #closers = [];
  programs = [];

  constructor(hub, transport) {
    this.hub = hub;
    this.transport = transport;
    this.deviceId = `${transport ?? 'rest'}-${process.pid}-${++lastDevice}`;
    this.registry = this.registryAs(hub.connectionStrings.iothubowner);
    this.service = this.serviceAs(hub.connectionStrings.service);
  }

  registryAs(connectionString) {
    return this.#withAgent(registryClient(this.hub, connectionString));
  }

  serviceAs(connectionString) {
    return this.#withAgent(serviceClient(this.hub, connectionString));
  }

  async register(deviceId = this.deviceId, properties = {}) {
    const { responseBody } = await this.registry.create({ deviceId, ...properties });
    return responseBody;
  }

  /** A device client that is not connected yet; over `relay` where there is one. */
  async device(identity, { relay, key, token } = {}) {
    const credential = token ?? connectionString(hostOf(this.hub, this.transport, relay?.port), identity.deviceId, key ?? keyOf(identity));
    const client = await deviceClient(this.hub, this.transport, credential, relay?.port);
    this.#closers.push(() => client.close());
    return client;
  }

  /** A registered device, connected. */
  async connectedDevice(options) {
    const client = await this.device(await this.register(), options);
    await client.open();
    return client;
  }

  async relay() {
    const relay = await startRelay(this.transport === 'mqtt' ? this.hub.mqttsPort : this.hub.httpsPort);
    this.#closers.push(() => relay.stop());
    return relay;
  }

  start(program, args) {
    const started = start(program, args, { DMP_CA_FILE: this.hub.caFile });
    this.programs.push(started);
    this.#closers.push(() => started.stop());
    return started;
  }

  async run(program, args) {
    const started = this.start(program, args);
    await started.ended;
    return started;
  }

  ourDeviceConnectionString(identity) {
    return connectionString(`${this.hub.hostName}:${this.hub.mqttsPort}`, identity.deviceId, keyOf(identity));
  }

  async close() {
    for (const close of this.#closers.reverse()) {
      await within('the end of a case', Promise.resolve(close()), 15_000);
    }
  }

  #withAgent(client) {
    this.#closers.push(() => client._restApiClient._http._options.http.agent.destroy());
    return client;
  }
}

const keyOf = (identity) => identity.authentication.symmetricKey.primaryKey;

const connectionString = (host, deviceId, key) => `HostName=${host};DeviceId=${deviceId};SharedAccessKey=${key}`;
