import { rejectionOf, thrownBy } from '../../testing/thrown-by.js';
import { parseMultipart, parseUrlEncoded } from './parse-form.js';

describe('a urlencoded form', () => {
  it.each([
    ['sha=abc&environment=', { sha: 'abc', environment: '' }],
    ['message=a+b%20c%26d', { message: 'a b c&d' }],
    ['links=docs=https://example.com/?a=b', { links: 'docs=https://example.com/?a=b' }],
    ['a&b=1&&', { a: '', b: '1' }],
    ['filter[x]=1', { 'filter[x]': '1' }],
    ['', {}],
  ])('%j is read', (text, form) => {
    expect(parseUrlEncoded(Buffer.from(text))).toEqual(form);
  });

  it.each([
    ['a field twice', 'a=1&a=2', 'repeated-name'],
    ['a bad escape', 'a=%zz', 'bad-escape'],
    ['an escape that is not UTF-8', 'a=%E0%A4%A', 'bad-escape'],
  ])('is refused: %s', (_, text, code) => {
    expect(thrownBy(() => parseUrlEncoded(Buffer.from(text)))).toMatchObject({
      status: 400,
      code: 'malformed-form',
      extras: { errors: [{ pointer: '', code }] },
    });
  });

  it('makes a field of every name without touching prototypes', () => {
    const form = parseUrlEncoded(Buffer.from('__proto__=x'));
    expect(Object.keys(form)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(form)).toBe(Object.prototype);
  });

  it('is refused when it is not UTF-8', () => {
    expect(thrownBy(() => parseUrlEncoded(Buffer.from([0x61, 0x3d, 0xff])))).toMatchObject({ status: 400 });
  });
});

describe('a multipart form', () => {
  async function encoded(fields: readonly (readonly [string, string | Blob])[]) {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    const response = new Response(form);
    return {
      bytes: Buffer.from(await response.arrayBuffer()),
      type: response.headers.get('content-type') ?? '',
    };
  }

  it('is read', async () => {
    const { bytes, type } = await encoded([
      ['sha', 'abc'],
      ['message', 'ü\r\n🙂'],
    ]);
    expect(await parseMultipart(bytes, type)).toEqual({ sha: 'abc', message: 'ü\r\n🙂' });
  });

  it('is refused with a file, and with a field twice', async () => {
    const file = await encoded([['csv_file', new Blob(['a,b'])]]);
    expect(await rejectionOf(parseMultipart(file.bytes, file.type))).toMatchObject({
      code: 'malformed-form',
    });
    const twice = await encoded([
      ['a', '1'],
      ['a', '2'],
    ]);
    expect(await rejectionOf(parseMultipart(twice.bytes, twice.type))).toMatchObject({
      code: 'malformed-form',
    });
  });

  it.each(['multipart/form-data', 'multipart/form-data; boundary=other'])(
    'is refused when it is not one: %s',
    async (type) => {
      const { bytes } = await encoded([['a', '1']]);
      expect(await rejectionOf(parseMultipart(bytes, type))).toMatchObject({
        status: 400,
        code: 'malformed-form',
      });
    },
  );
});
