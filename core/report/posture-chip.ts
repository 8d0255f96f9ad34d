import type { Posture } from '../model/policy.ts';
import { type Html, html } from './html.ts';

const TONE: Readonly<Record<Posture, string>> = { steady: ' calm', elevated: '', high: ' warn', critical: ' warn' };

/** The posture as a word, never as a colour alone. */
export function postureChip(posture: Posture): Html {
  return html`<span class="chip${TONE[posture]}">posture: ${posture}</span>`;
}
