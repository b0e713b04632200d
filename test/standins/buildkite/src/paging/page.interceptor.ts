import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { callOf } from '../call/call.js';
import type { Fault } from '../fault/fault.js';
import { linkHeader } from './link.js';
import type { PageQuery } from './page-query.js';
import { Page } from './page.js';

/** Another host's next page, or no next page where there is one; undefined when no such fault is asked for. */
function faultyLink(fault: Fault | undefined, url: URL, { page }: PageQuery): string | undefined {
  if (fault?.kind === 'empty-link') return '';
  if (fault?.kind !== 'foreign-link') return undefined;
  const next = new URL(url);
  next.port = '';
  next.host = fault.host ?? 'api.buildkite.example';
  next.searchParams.set('page', String(page + 1));
  return `<${next.href}>; rel="next"`;
}

/** Turns a page into its items and the `Link` header; a fault may empty that header or point it at another host. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    return next.handle().pipe(
      map((body: unknown): unknown => {
        if (!(body instanceof Page)) return body;
        const { url, fault } = callOf(request);
        response.setHeader('Link', faultyLink(fault, url, body.query) ?? linkHeader(url, body));
        return body.items as readonly unknown[];
      }),
    );
  }
}
