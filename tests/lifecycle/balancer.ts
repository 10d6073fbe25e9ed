import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One address for several instances: what an ingress does, by connection. Who is not ready gets no new ones. */
export async function openBalancer(backends: () => readonly string[]) {
  const ready = new Set<string>();
  const look = async (url: string) => {
    const isReady = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) ready.add(url);
    else ready.delete(url);
  };
  const looking = setInterval(() => backends().forEach((url) => void look(url)), 100);
  let turn = 0;
  const server = createServer({ allowHalfOpen: false }, (near) => {
    turn += 1;
    const urls = [...ready];
    join(near, [...urls.slice(turn % urls.length), ...urls.slice(0, turn % urls.length)]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready,
    async close() {
      clearInterval(looking);
      server.close();
    },
  };
}

/** To the first that takes the connection. */
function join(near: Socket, [url, ...others]: readonly string[]): void {
  if (!url) return void near.destroy();
  const far = connect(Number(new URL(url).port), '127.0.0.1');
  const refused = () => join(near, others);
  far.once('error', refused);
  far.once('connect', () => {
    far.off('error', refused);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
}
