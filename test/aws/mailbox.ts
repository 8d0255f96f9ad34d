import { z } from 'zod';

const Letter = z.object({ Source: z.string(), To: z.array(z.string()), Subject: z.string(), BodyText: z.string() });
const Inbox = z.object({ messages: z.record(z.string(), z.array(Letter)) });
export type Letter = z.infer<typeof Letter>;

/** Everything that was sent through SES, oldest first: MiniStack keeps it and lets it be read. */
export async function letters(endpoint: string): Promise<Letter[]> {
  const answer = await fetch(`${endpoint}/_ministack/ses/messages`);
  return Object.values(Inbox.parse(await answer.json()).messages).flat();
}

/** The decision link of a letter. */
export function linkOf({ BodyText }: Letter): string | undefined {
  return /http\S+\/v1\/decisions\/\S+/.exec(BodyText)?.[0];
}
