import { Inject, Injectable } from '@nestjs/common';
import type { PublishedEvent } from '#libs/contracts';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import { markIn, tokenIn, type ConnectionMark, type ConnectionToken } from './domain/connection-facts.js';

/** A connection as it is known here. */
export interface KnownConnection extends Omit<ConnectionToken, 'revision'> {
  /** Removed connections are asked nothing any more. */
  readonly isRemoved: boolean;
}

export const connectionTokens: CollectionDefinition<ConnectionToken> = {
  name: 'builds-connections',
  indexes: [],
};

export const connectionMarks: CollectionDefinition<ConnectionMark> = {
  name: 'builds-connection-marks',
  indexes: [{ fields: ['mark'] }],
};

/** The connections, as far as the integrations topic has told. */
@Injectable()
export class KnownConnections {
  readonly #tokens: Collection<ConnectionToken>;
  readonly #marks: Collection<ConnectionMark>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#tokens = documents.collection(connectionTokens);
    this.#marks = documents.collection(connectionMarks);
  }

  /** Keeps what the events say; in any order, however often. */
  async remember(events: readonly PublishedEvent[]): Promise<void> {
    const tokens = events.map(tokenIn).filter((token) => token !== undefined);
    const marks = events.map(markIn).filter((mark) => mark !== undefined);
    await Promise.all([
      tokens.length > 0 && this.#tokens.putNewer(tokens),
      marks.length > 0 && this.#marks.insertMissing(marks),
    ]);
  }

  async get(id: string): Promise<KnownConnection | undefined> {
    const [token, removed] = await Promise.all([this.#tokens.get(id), this.#marks.get(`${id}/removed`)]);
    return token && { ...token, isRemoved: removed !== undefined };
  }

  /** Whether it was removed, known otherwise or not. */
  async isRemoved(id: string): Promise<boolean> {
    return (await this.#marks.get(`${id}/removed`)) !== undefined;
  }

  /** Whether it is one of the collected ones. */
  async isCollected(id: string): Promise<boolean> {
    const marks = await this.#marks.getMany([`${id}/build-server`, `${id}/removed`]);
    return marks.length === 1 && marks[0]?.mark === 'build-server';
  }

  /** Those that are or were the build server of a project or code deployment and are not removed. */
  async collected(): Promise<string[]> {
    const [serving, removed] = await Promise.all([
      this.#marks.find({ where: { mark: 'build-server' } }),
      this.#marks.find({ where: { mark: 'removed' } }),
    ]);
    const gone = new Set(removed.map(({ connection }) => connection));
    return serving.map(({ connection }) => connection).filter((connection) => !gone.has(connection));
  }
}
