import { BadRequestException, ConflictException, NotFoundException } from '@nestjs/common';

/** 400: the control API cannot read what was asked. */
export function unreadable(message: string): BadRequestException {
  return new BadRequestException({ message });
}

/** 404: the control API knows no such thing. */
export function unknown(message: string): NotFoundException {
  return new NotFoundException({ message });
}

/** 409: what was asked contradicts what is there. */
export function conflict(message: string): ConflictException {
  return new ConflictException({ message });
}
