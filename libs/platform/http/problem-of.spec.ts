import {
  BadRequestException,
  HttpException,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';
import { BusUnreachable } from '#libs/bus';
import { DocumentsUnreachable } from '#libs/documents';
import { Busy, EventStoreUnreachable, OutcomeUnknown } from '#libs/event-store';
import { Problem } from './problem.js';
import { problemOf } from './problem-of.js';

describe('the problem of an error', () => {
  it('is the error itself if it is one', () => {
    const problem = new Problem(409, 'label-duplicate', 'Taken.');
    expect(problemOf(problem)).toBe(problem);
  });

  it.each([
    [new BadRequestException('the parser says: hunter2'), 400, 'malformed-request'],
    [new NotFoundException('Cannot GET /x'), 404, 'not-found'],
    [new HttpException('too much', 413), 413, 'payload-too-large'],
    [new HttpException('teapot', 418), 500, 'internal'],
    [new InternalServerErrorException('hunter2'), 500, 'internal'],
    [new Error('hunter2'), 500, 'internal'],
    ['hunter2', 500, 'internal'],
    [undefined, 500, 'internal'],
  ])('of %s is %i %s, without its words', (error, status, code) => {
    const problem = problemOf(error);
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail).not.toContain('hunter2');
    expect(problem.detail).not.toContain('Cannot GET');
  });

  it.each([
    new Busy('projects-acme', 5),
    new OutcomeUnknown('projects-acme'),
    new EventStoreUnreachable('events:2113', 'nothing came.'),
    new DocumentsUnreachable('documents:27017', 'no primary'),
    new BusUnreachable(['kafka:9092'], 'nothing came'),
  ])('asks to try again when %s', (error) => {
    expect(problemOf(error)).toMatchObject({
      status: 503,
      code: 'unavailable',
      extras: { retryAfterSeconds: 1 },
    });
  });
});
