import fc from 'fast-check';
import { decodeEvent, maxEventBytes, type DecodeFault, type EncodedRecord } from './decode-event.js';
import {
  aBuild,
  aBuildObserved,
  aBuildSnapshotTaken,
  aConnectionHealthChanged,
  acme,
  aDeployRegistered,
  oneOfEach,
  recordOf,
} from './testing/index.js';

/** The record of a deploy, with another value. */
function holding(value: string | Buffer | null): EncodedRecord {
  return { ...recordOf(aDeployRegistered()), value: typeof value === 'string' ? Buffer.from(value) : value };
}

/** The record of a deploy whose envelope is changed. */
function withEnvelope(changes: object): EncodedRecord {
  return holding(JSON.stringify({ ...aDeployRegistered(), ...changes }));
}

/** The record of a deploy whose data is changed. */
function withData(changes: object): EncodedRecord {
  return withEnvelope({ data: { ...aDeployRegistered().data, ...changes } });
}

function faultOf(record: EncodedRecord): DecodeFault | undefined {
  const decoded = decodeEvent(record);
  return decoded.ok ? undefined : decoded.reason;
}

function detailOf(record: EncodedRecord): string | undefined {
  const decoded = decodeEvent(record);
  return decoded.ok ? undefined : decoded.detail;
}

describe('decoding a record', () => {
  it.each(oneOfEach().map((event) => ({ type: event.type, event })))('gives the $type in it', ({ event }) => {
    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });

  it('keeps fields that it does not know, in the envelope and in the data', () => {
    const event = aDeployRegistered();
    const richer = { ...event, dataschema: 'urn:x', data: { ...event.data, deployedBy: { name: 'Ada' } } };

    expect(decodeEvent(holding(JSON.stringify(richer)))).toEqual({ ok: true, event: richer });
  });

  it('keeps the trace context', () => {
    const event = {
      ...aDeployRegistered(),
      traceparent: '00-1d2c3b4a59687786950413223140ffee-a1b2c3d4e5f60718-01',
    };

    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });

  it('does without headers, which some tools drop', () => {
    expect(decodeEvent({ ...recordOf(aDeployRegistered()), headers: {} })).toMatchObject({ ok: true });
  });

  it('reads the content type in any case and with any parameter', () => {
    const headers = { 'content-type': Buffer.from('Application/CloudEvents+JSON') };

    expect(decodeEvent({ ...recordOf(aDeployRegistered()), headers })).toMatchObject({ ok: true });
  });

  it('is not troubled by words in a text that are forbidden as keys', () => {
    const message = 'Move the prototype out of the constructor \u0000 __proto__';
    const event = aBuildObserved({ build: aBuild({ message }) });

    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });
});

describe('a record is refused', () => {
  it.each([null, ''])('as empty: %j', (value) => {
    expect(faultOf(holding(value))).toBe('empty');
  });

  it('as too large from the first byte over 256 KiB', () => {
    const text = JSON.stringify(aDeployRegistered());
    const padding = maxEventBytes - Buffer.byteLength(text);

    expect(maxEventBytes).toBe(262_144);
    expect(faultOf(holding(text + ' '.repeat(padding)))).toBeUndefined();
    expect(faultOf(holding(text + ' '.repeat(padding + 1)))).toBe('too-large');
  });

  it('as too large from the first byte over 1 MiB on the topic of snapshots, which name many builds', () => {
    const [fits, tooLarge] = [1_048_576, 1_048_577].map((bytes) => {
      const record = recordOf(aBuildSnapshotTaken());
      const text = (record.value ?? Buffer.alloc(0)).toString();
      return faultOf({ ...record, value: Buffer.from(text + ' '.repeat(bytes - Buffer.byteLength(text))) });
    });

    expect([fits, tooLarge]).toEqual([undefined, 'too-large']);
  });

  it.each(['{"broken', 'not json', ' ', '\u0000\u0001\u0002', "{'a': 1}", '{"a": 1,}', 'NaN', '\ufeff{}'])(
    'as malformed JSON: %j',
    (value) => {
      expect(faultOf(holding(value))).toBe('malformed-json');
    },
  );

  it('as malformed JSON when it is not UTF-8', () => {
    const invalid = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);

    expect(faultOf(holding(invalid))).toBe('malformed-json');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('for the key %s, anywhere', (key) => {
    const text = JSON.stringify(aDeployRegistered());

    expect(faultOf(holding(text.replace('{', `{"${key}":{"a":1},`)))).toBe('forbidden-key');
    expect(faultOf(holding(text.replace('"data":{', `"data":{"more":[{"${key}":1}],`)))).toBe(
      'forbidden-key',
    );
  });

  it.each(['null', '123', '"text"', '[]', '{}'])('for its envelope: %s', (value) => {
    expect(faultOf(holding(value))).toBe('invalid-envelope');
  });

  it.each([
    ['another version of CloudEvents', { specversion: '0.3' }],
    ['no id', { id: undefined }],
    ['an id that is no UUID', { id: '17' }],
    ['no source', { source: '' }],
    ['a source that is no URI', { source: 'two words' }],
    ['a type that is no text', { type: 7 }],
    ['no subject', { subject: undefined }],
    ['a local time', { time: '2026-11-23T12:00:00+01:00' }],
    ['a time that is none', { time: '2026-13-23T12:00:00Z' }],
    ['another content type', { datacontenttype: 'text/xml' }],
    ['an organization that is no slug', { organization: 'Acme Inc.' }],
    ['a trace context that is no text', { traceparent: 5 }],
    ['no data', { data: undefined }],
    ['data that is a list', { data: [] }],
    ['data without organization', { data: {} }],
  ])('for an envelope with %s', (_, changes) => {
    expect(faultOf(withEnvelope(changes))).toBe('invalid-envelope');
  });

  it.each(['application/json', 'text/plain', 'application/cloudevents-batch+json', ''])(
    'for its content type "%s", which is no structured CloudEvent',
    (contentType) => {
      const headers = { 'content-type': Buffer.from(contentType) };

      expect(faultOf({ ...recordOf(aDeployRegistered()), headers })).toBe('invalid-envelope');
    },
  );

  it('for a type that nobody knows, or that belongs to another topic', () => {
    expect(faultOf(withEnvelope({ type: 'sleuth.deploy-postponed.v1' }))).toBe('unknown-type');
    expect(faultOf(withEnvelope({ type: '__proto__' }))).toBe('unknown-type');
    expect(faultOf({ ...recordOf(aDeployRegistered()), topic: 'sleuth.builds.v1' })).toBe('unknown-type');
    expect(faultOf({ ...recordOf(aDeployRegistered()), topic: 'elsewhere' })).toBe('unknown-type');
  });

  it('for a known type in another version, whatever its data', () => {
    const data = { organization: acme.organization, revision: 'of the future' };

    expect(faultOf(withEnvelope({ type: 'sleuth.deploy-registered.v2', data }))).toBe('unsupported-version');
  });

  it.each([
    ['a short SHA', { sha: '25df6fc' }],
    ['an upper-case SHA', { sha: acme.sha.toUpperCase() }],
    ['a missing field', { rollback: undefined }],
    ['a field of another kind', { rollback: 'no' }],
    ['a null where none is allowed', { environment: null }],
    ['a repository in another form', { repository: 'git@github.com:acme/shop.git' }],
    ['a slug with blanks', { project: 'the shop' }],
    ['a time without zone', { deployedAt: '2026-11-23T12:00:00' }],
  ])('for data with %s', (_, changes) => {
    expect(faultOf(withData(changes))).toBe('invalid-data');
  });

  it('when envelope and data belong to different tenants', () => {
    expect(faultOf(withData({ organization: 'globex' }))).toBe('tenant-mismatch');
    expect(faultOf(withEnvelope({ organization: 'globex' }))).toBe('tenant-mismatch');
  });

  it('when it lies under the key of another tenant, or of one whose name begins alike', () => {
    for (const key of [`globex:${acme.sha}`, `acme-labs:${acme.sha}`, `acm:${acme.sha}`, ''])
      expect(faultOf({ ...recordOf(aDeployRegistered()), key: Buffer.from(key) })).toBe('tenant-mismatch');
    expect(faultOf({ ...recordOf(aDeployRegistered()), key: null })).toBe('tenant-mismatch');
  });

  it('when its key is not that of the event', () => {
    const otherSha = 'a'.repeat(40);

    expect(faultOf({ ...recordOf(aDeployRegistered()), key: Buffer.from(`acme:${otherSha}`) })).toBe(
      'key-mismatch',
    );
    expect(faultOf(withEnvelope({ subject: `acme:${otherSha}` }))).toBe('key-mismatch');
    expect(faultOf({ ...recordOf(aBuildSnapshotTaken()), key: Buffer.from(acme.build) })).toBe(
      'key-mismatch',
    );
    expect(faultOf({ ...recordOf(aConnectionHealthChanged()), key: null })).toBe('key-mismatch');
  });
});

describe('the detail of a refusal', () => {
  it('says where the fault is and what was expected', () => {
    expect(detailOf(withData({ rollback: 'no' }))).toBe('/rollback must be boolean');
    expect(detailOf(withEnvelope({ id: undefined }))).toBe("/ must have required property 'id'");
  });

  it('never repeats values of the record', () => {
    const secret = 'bkua_0123456789';

    for (const record of [
      holding(`{"token":"${secret}"`),
      withEnvelope({ type: secret }),
      withEnvelope({ time: secret }),
      withData({ sha: secret }),
      { ...recordOf(aDeployRegistered()), key: Buffer.from(secret) },
    ]) {
      expect(faultOf(record)).toBeDefined();
      expect(detailOf(record)).not.toContain(secret);
    }
  });

  it('is short, however strange the record', () => {
    expect(detailOf(withData({ sha: 'x'.repeat(10_000) }))?.length).toBeLessThanOrEqual(300);
  });
});

describe('whatever the bytes, decoding', () => {
  it('answers and does not throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(decodeEvent(holding(Buffer.from(bytes)))).toMatchObject({ ok: false });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('lets nothing through that was damaged into another shape', () => {
    const original = Buffer.from(JSON.stringify(aBuildObserved()));
    const damage = fc.record({ at: fc.nat({ max: original.length - 1 }), byte: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (places) => {
        const value = Buffer.from(original);
        for (const { at, byte } of places) value[at] = byte;
        const decoded = decodeEvent({ ...recordOf(aBuildObserved()), value });
        if (!decoded.ok) return;
        expect(decodeEvent(recordOf(decoded.event))).toEqual(decoded);
        expect(decoded.event.organization).toBe(acme.organization);
      }),
      { numRuns: 2_000 },
    );
  });
});
