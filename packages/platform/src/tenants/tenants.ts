import { type CallerKind, type Principal, readBrandCallers, readMerchant } from './principal.ts'
import { tenantsIssues } from './tenants-error.ts'
import type { LoadedTenants } from './tenants-file.ts'
import type { NotifyRetry } from './tenants-schema.ts'

/** A brand whose cards this platform manages. */
export interface Brand {
  readonly brand_id: string
  readonly appids: ReadonlySet<string>
  /** Allowed beginnings of a card_picture_url; `undefined` means the platform's default. */
  readonly picture_url_prefixes: readonly string[] | undefined
}

/** Who may call, and for which brands. `replace` applies a new version completely, or not at all. */
export class Tenants {
  #principals = new Map<string, Principal>()
  #byCaller = new Map<string, readonly Principal[]>()
  #brands = new Map<string, Brand>()
  #notifyRetry: NotifyRetry = 'general'

  constructor(loaded: LoadedTenants) {
    this.replace(loaded)
  }

  /** @throws {TenantsError} naming the wrong field; the current tenants then stay in use */
  replace({ file, ...files }: LoadedTenants): void {
    const brands = new Map<string, Brand>()
    const principals = new Map<string, Principal>()
    const add = (principal: Principal, at: string) => {
      const { kind, id, serial_no } = principal
      const key = keyOf(kind, id, serial_no)
      if (principals.has(key))
        throw files.issue(at, kind === 'partner' ? tenantsIssues.merchantTwice(id, serial_no) : tenantsIssues.serialTwice(serial_no))
      principals.set(key, principal)
    }
    for (const [index, section] of file.brands.entries()) {
      const { brand_id, appids, picture_url_prefixes } = section
      const at = `brands[${index}]`
      if (brands.has(brand_id)) throw files.issue(at, tenantsIssues.brandTwice(brand_id))
      brands.set(brand_id, { brand_id, appids: new Set(appids), picture_url_prefixes })
      for (const [nth, principal] of readBrandCallers(section, at, files).entries()) add(principal, `${at}.keys[${nth}]`)
    }
    for (const [index, section] of file.merchants.entries()) {
      const at = `merchants[${index}]`
      const unknown = section.brands.find((brand_id) => !brands.has(brand_id))
      if (unknown !== undefined) throw files.issue(`${at}.brands`, tenantsIssues.brandUnknown(unknown))
      add(readMerchant(section, at, files), at)
    }
    this.#brands = brands
    this.#notifyRetry = file.platform?.notify_retry ?? 'general'
    this.#principals = principals
    this.#byCaller = Map.groupBy(principals.values(), ({ kind, id }) => `${kind} ${id}`)
  }

  /** A caller with the certificate that has this serial number. */
  principal(kind: CallerKind, id: string, serial_no: string): Principal | undefined {
    return this.#principals.get(keyOf(kind, id, serial_no))
  }

  /** A caller with its last certificate in the tenants file. */
  caller(kind: string, id: string): Principal | undefined {
    return this.#byCaller.get(`${kind} ${id}`)?.at(-1)
  }

  /** When a notification is sent again. */
  get notify_retry(): NotifyRetry {
    return this.#notifyRetry
  }

  brand(brand_id: string): Brand | undefined {
    return this.#brands.get(brand_id)
  }
}

function keyOf(kind: CallerKind, id: string, serial_no: string): string {
  return `${kind} ${id} ${serial_no.toUpperCase()}`
}
