import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested, validateSync, type ValidationError } from 'class-validator';
import { bodyFaults, parameterFaults } from './validation-faults.js';

class Author {
  @IsString()
  name!: string;
}

class Commit {
  @IsInt()
  files!: number;

  @ValidateNested({ each: true })
  @Type(() => Author)
  authors!: Author[];
}

function errorsOf(plain: object): ValidationError[] {
  return validateSync(plainToInstance(Commit, plain), { whitelist: true, forbidNonWhitelisted: true });
}

describe('the faults of a request', () => {
  it('point to where they are in a body', () => {
    const errors = errorsOf({ files: 'two', authors: [{ name: 'A' }, { name: 7 }] });
    expect(bodyFaults(errors)).toEqual([
      { pointer: '/files', code: 'is-int', message: 'must be an integer number' },
      { pointer: '/authors/1/name', code: 'is-string', message: 'must be a string' },
    ]);
  });

  it('name fields that are not known, escaped as JSON pointers', () => {
    expect(bodyFaults(errorsOf({ files: 1, authors: [], 'a/b~c': 1 }))).toEqual([
      { pointer: '/a~1b~0c', code: 'unknown-field', message: 'is not a field of this' },
    ]);
  });

  it('do not repeat long names, and never values', () => {
    const faults = bodyFaults(errorsOf({ files: 'hunter2', authors: [], ['n'.repeat(500)]: 1 }));
    expect(JSON.stringify(faults)).not.toContain('hunter2');
    expect(faults.map(({ pointer }) => pointer?.length).filter((length) => (length ?? 0) > 65)).toEqual([]);
  });

  it('name query parameters', () => {
    expect(parameterFaults(errorsOf({ files: 'two', authors: [], tenant: 1 }))).toEqual([
      { parameter: 'tenant', code: 'unknown-parameter', message: 'is not a field of this' },
      { parameter: 'files', code: 'is-int', message: 'must be an integer number' },
    ]);
  });
});
