import { type PurgeReport, purge } from './domain/purge.ts'
import { OwnAccount } from './facade/account.ts'
import { Audit } from './facade/audit.ts'
import { Batches } from './facade/batches.ts'
import { Brands } from './facade/brands.ts'
import { Cards } from './facade/cards.ts'
import { PendingChanges } from './facade/changes.ts'
import { ConnectionList } from './facade/connections.ts'
import { ConsentRequests } from './facade/consent-requests.ts'
import { Consents } from './facade/consents.ts'
import { Demo, type DemoOffer } from './facade/demo.ts'
import { EvidenceFiles } from './facade/evidence.ts'
import { Invalidations } from './facade/invalidations.ts'
import { MemberPage } from './facade/member-page.ts'
import { Members } from './facade/members.ts'
import { Notices } from './facade/notices.ts'
import { Rehearsals } from './facade/rehearsals.ts'
import { Sessions } from './facade/sessions.ts'
import { BrandSettings } from './facade/settings.ts'
import { StaffAccounts } from './facade/staff.ts'
import { CardTemplates } from './facade/templates.ts'
import { Today } from './facade/today.ts'
import { Welcome } from './facade/welcome.ts'
import { type DeskOptions, type DeskParts, openParts } from './parts.ts'
import type { Actor } from './staff/actor.ts'

/**
 * A desk, without a server. Every method is given who acts, checks by itself whether they may, and notes in the audit log what was done.
 * A server's routes and the commands call these methods and nothing below them.
 */
export class Desk implements AsyncDisposable {
  /** What a page needs before anybody signs in. */
  readonly welcome: Welcome
  /** Signing in by a click, in a demo on this machine. */
  readonly demo: Demo
  /** The brands that the desk works for. */
  readonly brands: Brands
  /** The page that a working day begins with. */
  readonly today: Today
  /** Many cards in one file. */
  readonly batches: Batches
  /** What members agreed to. */
  readonly consents: Consents
  /** Requests to members, who answer them on a page. */
  readonly consentRequests: ConsentRequests
  /** The page on which they answer. */
  readonly memberPage: MemberPage
  /** What is kept of one member. */
  readonly members: Members
  /** The texts that members are shown before they agree. */
  readonly notices: Notices
  /** Files that show consents. */
  readonly evidence: EvidenceFiles
  /** Members' cards, read from the platform. */
  readonly cards: Cards
  /** The templates of cards, read from the platform. */
  readonly templates: CardTemplates
  /** The ends of single cards. */
  readonly invalidations: Invalidations
  /** The accounts of those who work at the desk. */
  readonly staff: StaffAccounts
  /** What everybody does with their own account. */
  readonly account: OwnAccount
  /** Signing in. */
  readonly sessions: Sessions
  /** What was done at the desk, by whom. */
  readonly audit: Audit
  /** Changes that wait for another administrator. */
  readonly changes: PendingChanges
  /** What each brand has set, and the desk as a whole. */
  readonly settings: BrandSettings
  /** The connections of the connections file. */
  readonly connections: ConnectionList
  /** Acting on the sandboxes of connections. */
  readonly rehearsals: Rehearsals
  readonly #parts: DeskParts

  /**
   * @param changed told after each step of a batch, so that a server looks for work
   * @param offer of a demo, whose visitors sign in by a click; undefined where others than this machine reach the desk
   */
  constructor(parts: DeskParts, changed: () => void = () => undefined, offer?: DemoOffer) {
    const { context, staff, processes, preparations, base_url } = parts
    this.#parts = parts
    this.demo = new Demo(staff, offer)
    this.welcome = new Welcome(staff, this.demo)
    this.brands = new Brands(context)
    this.today = new Today(context)
    this.batches = new Batches({ context, processes, preparations, changed })
    this.consents = new Consents(context)
    this.consentRequests = new ConsentRequests(context, base_url)
    this.memberPage = new MemberPage(context)
    this.members = new Members(context)
    this.notices = new Notices(context)
    this.evidence = new EvidenceFiles(context)
    this.cards = new Cards(context)
    this.templates = new CardTemplates(context)
    this.invalidations = new Invalidations(context)
    this.staff = new StaffAccounts(staff)
    this.account = new OwnAccount(staff)
    this.sessions = new Sessions(staff)
    this.audit = new Audit(context)
    this.changes = new PendingChanges(context.changes, staff)
    this.settings = new BrandSettings(context)
    this.connections = new ConnectionList(context)
    this.rehearsals = new Rehearsals(context)
  }

  /**
   * Deletes what the settings keep no longer: members' data first, years later the rest. Needs `administer` for every brand.
   *
   * @throws {DeskError} not_permitted
   * @example
   * for (const { brand_id, rows } of await desk.purge(actor)) console.log(brand_id, rows)
   */
  purge(actor: Actor): Promise<PurgeReport[]> {
    return purge(this.#parts.context, actor)
  }

  /** Waits for what is under way and closes the database. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts[Symbol.asyncDispose]()
  }
}

/**
 * Opens a desk on its database, which is brought up to date.
 *
 * @throws {KeysError} naming the keys that the database needs and this process lacks
 * @throws {ConnectionsError} one line about an error in the connections file
 * @example
 * await using desk = await openDesk({ database: 'sqlite:./data/desk.db', connections: 'connections.json' })
 * const actor = await desk.sessions.signIn({ name: 'wang', password, totp: '492039' })
 * const { data } = await desk.batches.list(actor, { brand_id: '1004' })
 */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  return new Desk(await openParts(options))
}
