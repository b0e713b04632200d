import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { instantFault, labelFault, slugFault } from './text-fault.js';

/** A field that holds a label: one line of visible text, 1 to 255 characters, kept as it is. */
export const Label = (): PropertyDecorator =>
  checked('isLabel', labelFault, { minLength: 1, maxLength: 255 });

/** A field that holds a slug: lower-case letters and digits joined by hyphens, 1 to 100. */
export const SlugText = (): PropertyDecorator =>
  checked('isSlug', slugFault, { minLength: 1, maxLength: 100 });

/** A field that holds an instant: RFC 3339 with offset. */
export const Instant = (): PropertyDecorator => checked('isInstant', instantFault, { format: 'date-time' });

/**
 * A text field with a rule of its own.
 * @param name of the rule; in kebab case it is the fault's code
 * @param faultOf why a value breaks the rule, to be read behind the field's name; undefined when it does not
 */
export function checked(
  name: string,
  faultOf: (value: unknown) => string | undefined,
  documentation: ApiPropertyOptions = {},
): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, ...documentation }),
    ValidateBy({
      name,
      validator: {
        validate: (value: unknown) => faultOf(value) === undefined,
        defaultMessage: (fault) => `${fault?.property ?? ''} ${faultOf(fault?.value) ?? 'is wrong'}`,
      },
    }),
  );
}
