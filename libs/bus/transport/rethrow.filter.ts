import { Catch, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/**
 * Hands what an event handler threw to the transport as it is. Without it Nest gives the transport an object that says
 * "Internal server error" (`BaseRpcExceptionFilter` of @nestjs/microservices 12), and no failure can be told from another.
 */
@Catch()
export class RethrowFilter implements ExceptionFilter {
  catch(thrown: unknown): Observable<never> {
    return throwError(() => thrown);
  }
}
