import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The connections to a port, each of which can be cut. */
export class Connections {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(onConnection: (socket: Socket) => void) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      onConnection(socket);
    });
  }

  get count(): number {
    return this.sockets.size;
  }

  /** Resolves with the port that it listens on; 0 takes any free one. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  /** Cuts the connection from an address (`host:port`), or all of them. */
  cut(peer?: string): void {
    for (const socket of this.sockets) {
      const { remoteAddress, remotePort } = socket;
      const from = `${String(remoteAddress)}:${String(remotePort)}`;
      if (peer === undefined || peer === from || peer === `[${String(remoteAddress)}]:${String(remotePort)}`)
        socket.destroy();
    }
  }

  /** Listens no more, gives the connections a while to end by themselves, and cuts what is left. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    const timer = setTimeout(() => this.cut(), graceMs);
    await closed;
    clearTimeout(timer);
  }
}
