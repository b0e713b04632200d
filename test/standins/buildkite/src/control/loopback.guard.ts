import { ForbiddenException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Whether an address is of this machine itself. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(?:::ffff:)?127\./.test(address));
}

/** Lets only this machine control the stand-in; there is no other protection. */
@Injectable()
export class LoopbackGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { socket } = context.switchToHttp().getRequest<Request>();
    if (isLoopback(socket.remoteAddress)) return true;
    throw new ForbiddenException({ message: 'the control API answers only to this machine' });
  }
}
