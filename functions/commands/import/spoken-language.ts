import { z } from 'zod';
import { Language } from '../../../core/model/units.ts';

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** A language that is spoken: a code nobody knows is a mistake of the file, and would match no rep. */
export const SpokenLanguage = Language.pipe(
  z
    .string()
    .refine(
      (tag) => LANGUAGES.of(tag.split('-', 1)[0] ?? tag) !== undefined,
      'use the code of a language, such as de or pt-BR',
    ),
);
