import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Role } from './caller.js';

export const ROLES = Symbol('roles');
export const OPEN = Symbol('open');
export const KEY_IN_ANY_FORM = Symbol('key-in-any-form');

/**
 * Who may use a route or all routes of a controller, beside admins, who may use every route. A route without it is for
 * admins only.
 */
export const Roles = (...roles: readonly Role[]): CustomDecorator<symbol> => SetMetadata(ROLES, roles);

/** The route asks for no key. */
export const Open = (): CustomDecorator<symbol> => SetMetadata(OPEN, true);

/**
 * The route takes the key in every form that Sleuth does: `Authorization: Bearer` or `apikey`, or `api_key` in the JSON or
 * form body. Another organization's key gets 401 as at Sleuth, not 404.
 */
export const KeyInAnyForm = (): CustomDecorator<symbol> => SetMetadata(KEY_IN_ANY_FORM, true);
