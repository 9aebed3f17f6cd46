// A plain TCP relay in front of the hub, so that a case can cut a link as a network does, without touching the SDK.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

export async function startRelay(port) {
  const links = new Set();
  const ways = new Set();
  let isOpen = true;
  const server = createServer((near) => {
    if (!isOpen) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    const way = [near, far];
    ways.add(way);
    near.on('close', () => ways.delete(way));
    for (const [from, to] of [[near, far], [far, near]]) {
      links.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        links.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => links.forEach((link) => link.destroy());
  return {
    port: server.address().port,
    cut,
    /** From now on nothing of what the device says on its links reaches the hub. */
    muffle: () => ways.forEach(([near, far]) => near.unpipe(far).resume()),
    block: () => {
      isOpen = false;
      cut();
    },
    unblock: () => { isOpen = true; },
    stop: () => {
      cut();
      server.close();
    },
  };
}
