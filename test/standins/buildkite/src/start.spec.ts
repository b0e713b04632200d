import { jest } from '@jest/globals';
import { get } from '../testing/api.js';
import { startBuildkiteStandIn } from '../testing/start.js';
import { readConfig } from './settings/read-config.js';
import { startStandIn } from './start.js';

describe('a stand-in', () => {
  it('answers at the address that it tells, and no more when it is closed', async () => {
    const standIn = await startStandIn(readConfig({}, 0));
    expect(standIn.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await get(standIn, '/')).status).toBe(200);
    await standIn.close();
    await expect(get(standIn, '/')).rejects.toThrow();
  });

  it('does not start on a port that is taken', async () => {
    const standIn = await startStandIn(readConfig({}, 0));
    const { port } = new URL(standIn.url);
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(startStandIn(readConfig({ PORT: port }, 0))).rejects.toThrow('EADDRINUSE');
    said.mockRestore();
    await standIn.close();
  });

  it('closes although somebody waits for its clock', async () => {
    const standIn = await startBuildkiteStandIn();
    const { version } = await standIn.clock();
    const waiting = fetch(`${standIn.clockUrl}?after=${String(version)}`);
    await Promise.all([
      expect(waiting).rejects.toThrow(),
      new Promise((resolve) => setTimeout(resolve, 50)).then(standIn.close),
    ]);
  });

  it('names addresses as the client reaches it', async () => {
    const standIn = await startBuildkiteStandIn();
    const token = await standIn.addToken();
    const port = new URL(standIn.url).port;
    const { body } = await get<{ url: string }>(
      { url: `http://localhost:${port}` },
      '/v2/organizations/acme',
      token,
    );
    expect(body.url).toBe(`http://localhost:${port}/v2/organizations/acme`);
    await standIn.close();
  });
});
