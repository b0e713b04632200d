import { createRequire } from 'node:module';
import type { ApiVersions } from './api-versions-request.js';
import { spokenRequests, whyUnusable } from './spoken-versions.js';

/** What a broker of Kafka 4.3 speaks (Kafka protocol guide). */
const kafka43: ApiVersions = new Map([
  [0, { min: 3, max: 13 }],
  [1, { min: 4, max: 18 }],
  [2, { min: 1, max: 11 }],
  [3, { min: 0, max: 13 }],
  [8, { min: 2, max: 10 }],
  [9, { min: 1, max: 10 }],
  [10, { min: 0, max: 6 }],
  [11, { min: 0, max: 9 }],
  [12, { min: 0, max: 4 }],
  [13, { min: 0, max: 5 }],
  [14, { min: 0, max: 5 }],
  [18, { min: 0, max: 4 }],
  [19, { min: 2, max: 7 }],
  [42, { min: 0, max: 2 }],
]);

const without = (key: number): ApiVersions => new Map([...kafka43].filter(([other]) => other !== key));

describe('What the client speaks', () => {
  it('is what kafkajs has code for', () => {
    const require = createRequire(import.meta.url);
    const { requests } = require('kafkajs/src/protocol/requests') as {
      requests: Record<string, { versions: string[] }>;
    };
    const keys = require('kafkajs/src/protocol/requests/apiKeys') as Record<string, number>;
    for (const { name, key, min, max } of spokenRequests) {
      expect([name, keys[name]]).toEqual([name, key]);
      const versions = requests[name]?.versions.map(Number) ?? [];
      expect([name, Math.min(...versions), Math.max(...versions)]).toEqual([name, min, max]);
    }
  });

  it('is understood by Kafka 4.3', () => expect(whyUnusable(kafka43)).toBeUndefined());

  it('is not by a broker that has left the old versions behind', () => {
    const later = new Map(kafka43).set(0, { min: 8, max: 20 });
    expect(whyUnusable(later)).toMatch(/Produce 0–7 against 8–20/);
  });

  it('is not by a broker of long ago', () => {
    expect(whyUnusable(new Map(kafka43).set(9, { min: 0, max: 0 }))).toMatch(/OffsetFetch 1–4 against 0–0/);
    expect(whyUnusable(without(42))).toMatch(/does not know the requests DeleteGroups/);
  });

  it.each([0, 3])('is not by a controller, which has no request %d', (key) => {
    expect(whyUnusable(without(key))).toMatch(/KRaft controller/);
  });
});
