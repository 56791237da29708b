import { masked } from './member.ts'

const patterns = [
  /("openid"\s*:\s*")([^"]+)/g,
  /("user_card_code"\s*:\s*")([^"]+)/g,
  /([?&]openid=)([^&\s#]+)/g,
  /(\/user-cards\/)([^/?\s]+)/g,
]

/** The text of a message with OpenIDs and codes masked, in its target and in its body. */
export function maskMessage(text: string): string {
  return patterns.reduce(
    (shown, pattern) => shown.replaceAll(pattern, (_all, before: string, value: string) => before + masked(value)),
    text,
  )
}
