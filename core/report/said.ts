/** What became of a reason that was sealed under the key of whoever gave it. */
export type Said =
  | { readonly state: 'kept'; readonly text: string }
  | { readonly state: 'none' }
  | { readonly state: 'erased' }
  /** Kept in a form that cannot be opened for this record. */
  | { readonly state: 'foreign' };

/** The reason in the words of whoever gave it, or why there are none. One line of plain text. */
export function saidSentence(said: Said): string {
  switch (said.state) {
    case 'kept':
      return `The reason given: ${said.text}`;
    case 'none':
      return 'No reason was given.';
    case 'erased':
      return 'The reason was erased with the personal data of whoever gave it.';
    case 'foreign':
      return 'The reason cannot be read.';
  }
}
