import { formatTime } from '@card-member/sdk/contract'
import { deskErrors } from '../contract/desk-error.ts'
import type { Context } from '../domain/context.ts'
import type { InvalidationPreview, Obstacle } from '../domain/invalidation-preview.ts'
import { present } from '../domain/present.ts'
import { viewConsent } from '../domain/view-consent.ts'
import type { Reply } from './reply.ts'

type View = Reply<'previewInvalidation'>

/** What would become of an invalidation, as it is shown. */
export async function viewPreview(context: Context, preview: InvalidationPreview): Promise<View> {
  const { obstacles, consent, connection, calls, settings, single, daily, second_factor_until } = preview
  return present<View>({
    allowed: obstacles.length === 0,
    obstacles: obstacles.map(viewObstacle),
    consent: consent && (await viewConsent(context, consent)),
    connection: connection?.name,
    caller_kind: connection?.caller_kind,
    caller_id: connection?.caller_id,
    base_url: connection?.base_url,
    rehearsal: connection?.sandbox === true,
    calls: [...calls],
    single_limit: single,
    daily_cap: daily,
    second_person: settings.single_needs_second_person,
    second_factor_until: second_factor_until === undefined ? undefined : formatTime(second_factor_until),
    unknown_seconds: context.sign_seconds + context.effect_seconds,
  })
}

function viewObstacle({ kind, detail }: Obstacle): View['obstacles'][number] {
  const { code, message } = deskErrors[kind]
  return { code, message: { ...message }, ...(detail === undefined ? {} : { detail: { ...detail } }) }
}
