import { thrownBy } from '../../testing/thrown-by.js';
import { parseJson } from './parse-json.js';

describe('a JSON body', () => {
  it.each([
    ['{"a":[1,true,null,"ü🙂"]}', { a: [1, true, null, 'ü🙂'] }],
    ['\ufeff{"a":1}', { a: 1 }],
    ['null', null],
    ['[]', []],
    ['"text"', 'text'],
    [' 5 ', 5],
  ])('is read: %j', (text, value) => {
    expect(parseJson(Buffer.from(text))).toEqual(value);
  });

  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n', 'empty'],
    ['only a byte order mark', '\ufeff', 'empty'],
    ['an open brace', '{', 'malformed-json'],
    ['a trailing comma', '{"a":1,}', 'malformed-json'],
    ['single quotes', "{'a':1}", 'malformed-json'],
    ['two values', '{}{}', 'malformed-json'],
    ['NaN', 'NaN', 'malformed-json'],
    ['a raw line end in text', '{"a":"x\ny"}', 'malformed-json'],
    ['a name twice', '{"a":1,"a":2}', 'repeated-name'],
  ])('is refused: %s', (_, text, code) => {
    const problem = thrownBy(() => parseJson(Buffer.from(text)));
    expect(problem).toMatchObject({
      status: 400,
      code: 'malformed-json',
      extras: { errors: [{ pointer: '', code }] },
    });
  });

  it.each([
    ['an open sequence', [0xc3]],
    ['Latin-1', [0x22, 0xe4, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00]],
  ])('is refused when it is not UTF-8: %s', (_, bytes) => {
    expect(thrownBy(() => parseJson(Buffer.from(bytes)))).toMatchObject({
      status: 400,
      code: 'malformed-body',
    });
  });

  it('is refused without its words', () => {
    const problem = thrownBy(() => parseJson(Buffer.from('{"token": hunter2}')));
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});
