import { thrownBy } from '../../testing/thrown-by.js';
import { defaultBodyRules } from './body-rules.js';
import { bodyFormOf } from './media-type.js';

const withForms = { ...defaultBodyRules, forms: true };
const untyped = { ...defaultBodyRules, untypedJson: true };

describe('how a body is read', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; charset=utf8',
    'application/json; version=1',
  ])('%s is JSON', (type) => {
    expect(bodyFormOf(type, defaultBodyRules)).toBe('json');
  });

  it.each([
    'text/plain',
    'application/xml',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    'application/json; charset=utf-16',
    'application/problem+json',
    'application/jsonp',
    'json',
    '',
    'application/json, text/plain',
  ])('%j is not taken on an ordinary route', (type) => {
    expect(thrownBy(() => bodyFormOf(type, defaultBodyRules))).toMatchObject({
      status: 415,
      code: 'unsupported-media-type',
      extras: { headers: { 'Accept-Post': 'application/json' } },
    });
  });

  it('takes forms where a route asks for them', () => {
    expect(bodyFormOf('application/x-www-form-urlencoded', withForms)).toBe('urlencoded');
    expect(bodyFormOf('multipart/form-data; boundary=x', withForms)).toBe('multipart');
    expect(bodyFormOf('application/json', withForms)).toBe('json');
    expect(thrownBy(() => bodyFormOf('text/plain', withForms))).toMatchObject({ status: 415 });
  });

  it('takes a missing type for JSON only where a route asks for that', () => {
    expect(bodyFormOf(undefined, untyped)).toBe('json');
    expect(thrownBy(() => bodyFormOf(undefined, defaultBodyRules))).toMatchObject({ status: 415 });
  });
});
