import { connect } from 'node:net';

/** A reply as it came over the wire. */
export interface RawReply {
  /** Of the first reply; undefined when the server closed without one. */
  readonly status: number | undefined;
  readonly headers: string;
  readonly body: string;
}

/**
 * Sends bytes that no HTTP client would send and gives what came back until either side ended the connection.
 * @param finish whether to end our side once the bytes are sent; unless said otherwise that is left to the server when
 * the bytes ask it to close the connection: one that has to wait for an engine would not answer who has left
 */
export function rawExchange(
  address: string,
  bytes: string | Buffer,
  finish = !/^connection: close\r$/im.test(bytes.toString('latin1')),
): Promise<RawReply> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      text === '' && error.code !== 'EPIPE' ? reject(error) : undefined,
    );
    socket.on('close', () => resolve(parse(text)));
    socket.write(bytes);
    if (finish) socket.end();
  });
}

/** The head of a request with these headers, ready for a body. */
export function requestHead(line: string, headers: readonly string[] = []): string {
  return [`${line} HTTP/1.1`, 'Host: product', ...headers, '', ''].join('\r\n');
}

function parse(text: string): RawReply {
  const [headers = '', body = ''] = text.split(/\r\n\r\n(.*)/s, 2);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1];
  return { status: status === undefined ? undefined : Number(status), headers, body };
}
