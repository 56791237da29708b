/** The sections of the guides that pages lead to: the guide, and the anchor that the section has in both languages. */
export const guideSections = {
  today: ['desk-operators', ''],
  find: ['desk-operators', 'find-a-card'],
  consents: ['desk-operators', 'record-the-consent'],
  requests: ['desk-operators', 'let-the-member-agree'],
  invalidations: ['desk-operators', 'end-the-card'],
  batches: ['desk-operators', 'a-batch'],
  rows: ['desk-operators', 'check'],
  templates: ['desk-operators', 'look-at-the-templates'],
  staff: ['desk-administrators', 'roles'],
  invitations: ['desk-administrators', 'invite-somebody'],
  passkeys: ['desk-administrators', 'passkeys'],
  changes: ['desk-administrators', 'what-needs-two-administrators'],
  settings: ['desk-administrators', 'settings'],
  connections: ['desk-administrators', 'connections'],
  audit: ['desk-administrators', 'the-audit-log'],
  strangers: ['desk-administrators', 'for-an-outsider'],
  rehearsal: ['rehearsal', 'start-a-sandbox'],
} as const satisfies Readonly<Record<string, readonly [guide: string, anchor: string]>>

/** A section of a guide. */
export type GuideSection = keyof typeof guideSections

/** The address of a section at the desk. */
export function guideAddress(section: GuideSection, language: 'zh-CN' | 'en'): string {
  const [guide, anchor] = guideSections[section]
  return `/guide/${guide}${language === 'zh-CN' ? '.zh-CN' : ''}.html${anchor === '' ? '' : `#${anchor}`}`
}
