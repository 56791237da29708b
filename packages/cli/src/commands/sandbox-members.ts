import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { sandboxWords as words } from '../words/sandbox.ts'
import { type Add, given, readNumber } from './sandbox-options.ts'

interface TemplateFlags {
  readonly brand: string
  readonly cardId: string
  readonly openid: string
}

interface CardFlags extends TemplateFlags {
  readonly code: string
}

interface ExchangeFlags extends CardFlags {
  readonly points: number
  readonly coupon: readonly [template: string, product: string, stock: string]
  readonly couponType: string
}

/** Adds what members do. */
export function addMembers(add: Add, terminal: Terminal): void {
  const template = (command: Command) =>
    command
      .requiredOption('--brand <id>', terminal.in(words.brand))
      .requiredOption('--card-id <id>', terminal.in(words.cardId))
      .requiredOption('--openid <id>', terminal.in(words.openid))
  const card = (command: Command) => template(command).requiredOption('--code <code>', terminal.in(words.code))

  add('join', terminal.in(words.join), (command) => template(command).option('--phone-number <number>', terminal.in(words.phone))).asks<
    TemplateFlags & { phoneNumber?: string }
  >((flags) => (client) => client.members.join({ ...templateOf(flags), ...given({ phone_number: flags.phoneNumber }) }))
  add('delete', terminal.in(words.delete), card).asks<CardFlags>((flags) => (client) => client.members.delete(cardOf(flags)))
  add('ask-for-points', terminal.in(words.ask), card).asks<CardFlags>((flags) => (client) => client.members.askForPoints(cardOf(flags)))
  add('exchange', terminal.in(words.exchange), (command) =>
    card(command)
      .requiredOption('--points <n>', terminal.in(words.points), readNumber)
      .option('--coupon <ids...>', terminal.in(words.coupon), ['template', 'product', 'stock'])
      .option('--coupon-type <type>', 'product_coupon_stock_type', 'PRODUCT_COUPON_STOCK_TYPE_BUSI_FAVOR'),
  ).asks<ExchangeFlags>((flags) => (client) => {
    const [exchange_coupon_template_id, product_coupon_id, stock_id] = flags.coupon
    const coupon = { exchange_coupon_template_id, product_coupon_id, stock_id, product_coupon_stock_type: flags.couponType }
    return client.members.exchange({ ...cardOf(flags), ...coupon, deduct_points: flags.points })
  })
}

function templateOf({ brand: brand_id, cardId: card_id, openid }: TemplateFlags) {
  return { brand_id, card_id, openid }
}

function cardOf(flags: CardFlags) {
  return { ...templateOf(flags), user_card_code: flags.code }
}
