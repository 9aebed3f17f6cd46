// Many raw connections of one device: the handshakes are done first, so that the CONNECT packets can come faster than any rate.
import { once } from 'node:events';
import { connect } from 'node:tls';
import { setTimeout as pause } from 'node:timers/promises';
import mqttPacket from 'mqtt-packet';
import { deviceToken, secondsFromNow } from './peer.mjs';

const handshakesAtOnce = 20;

export async function startCrowd(hub, identity, size) {
  const connectPacket = packetOf(hub, identity);
  const sockets = [];
  while (sockets.length < size) {
    const batch = Array.from({ length: Math.min(handshakesAtOnce, size - sockets.length) }, () => dial(hub));
    sockets.push(...await Promise.all(batch));
  }
  const send = (count) => sockets.splice(0, count).forEach((socket) => socket.write(connectPacket));
  return {
    /** Sends so many at once, and then the rest in small portions. */
    press: async (atOnce, portion, interval) => {
      send(atOnce);
      while (sockets.length > 0) {
        await pause(interval);
        send(portion);
      }
    },
  };
}

async function dial({ hostName, mqttsPort, ca }) {
  const socket = connect({ host: hostName, port: mqttsPort, ca });
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  return socket;
}

const packetOf = ({ hostName }, { deviceId, authentication }) => mqttPacket.generate({
  cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 60, clientId: deviceId,
  username: `${hostName}/${deviceId}/?api-version=2021-04-12`,
  password: deviceToken(hostName, deviceId, authentication.symmetricKey.primaryKey, secondsFromNow(600)),
});
