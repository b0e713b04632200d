import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, EngineName } from '../engine.js';
import { ServerProcess, type ServerCommand } from './server-process.js';

/** A server that is started, and how to tell that it answers. */
export interface ServerPlan extends ServerCommand {
  readonly engine: EngineName;
  /** Asks the server; false as long as it cannot answer. */
  answers(): Promise<boolean>;
}

const ANSWERS_WITHIN_MS = 60_000;
const ASKED_EVERY_MS = 100;
const LINES_SHOWN = 10;

/**
 * Starts a server and waits until it answers.
 * @throws Error with the last lines of its output when it ends or does not answer within a minute
 */
export async function startServer(plan: ServerPlan): Promise<Engine> {
  let running = await answering(plan);
  return {
    get pid() {
      return running.pid;
    },
    async kill(signal) {
      running.signal(signal);
      if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await running.ended();
    },
    async restart() {
      await running.stop();
      running = await answering(plan);
    },
    stop: () => running.stop(),
    ended: () => running.ended(),
  };
}

async function answering(plan: ServerPlan): Promise<ServerProcess> {
  const server = await ServerProcess.start(plan);
  const deadline = Date.now() + ANSWERS_WITHIN_MS;
  while (!server.hasEnded && Date.now() < deadline) {
    if (await plan.answers()) return server;
    await pause(ASKED_EVERY_MS);
  }
  const what = server.hasEnded ? `ended with ${server.outcome}` : 'did not answer within a minute';
  await server.stop();
  throw new Error(`${plan.engine} ${what}. The end of ${plan.output}:\n${await lastLines(plan.output)}`);
}

async function lastLines(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
}
