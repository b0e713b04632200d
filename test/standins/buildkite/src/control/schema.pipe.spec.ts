import { BadRequestException } from '@nestjs/common';
import { FLAG, listOf, object, PERSON, POSITIVE, SchemaPipe, SLUG, UUID, WORD } from './schema.pipe.js';

const SPECS = listOf(object({ slug: SLUG, id: UUID, count: POSITIVE, on: FLAG }, 'slug'));

function refusal(schema: object, value: unknown): string {
  try {
    new SchemaPipe(schema).transform(value);
  } catch (error) {
    expect(error).toBeInstanceOf(BadRequestException);
    return (error as BadRequestException).message;
  }
  throw new Error('the value was not refused');
}

describe('a body of the control API', () => {
  it('passes unchanged when it has its shape', () => {
    const body = [{ slug: 'acme', id: '01950000-0000-7000-8000-000000000000', count: 1, on: false }];
    expect(new SchemaPipe(SPECS).transform(body)).toBe(body);
  });

  it('is refused with everything that is wrong with it', () => {
    const message = refusal(SPECS, [{ slug: 'Acme!', count: 0, typo: 1 }]);
    expect(message).toContain('body/0/slug must match pattern');
    expect(message).toContain('body/0/count must be >= 1');
    expect(message).toContain('body/0 must NOT have additional properties');
  });

  it('is not guessed at: text is no number, and nothing is no list', () => {
    expect(refusal(SPECS, [{ slug: 'acme', count: '1' }])).toContain('must be integer');
    expect(refusal(SPECS, undefined)).toContain('must be array');
    expect(refusal(SPECS, [{ slug: 'acme', id: 'x' }])).toContain('pattern');
  });

  it('knows a person and a word', () => {
    expect(refusal(PERSON, { name: 'Ada' })).toContain("must have required property 'email'");
    expect(refusal(WORD, '')).toContain('must NOT have fewer than 1 characters');
  });
});
