import type { Card, CardMember } from '@card-member/sdk'

/** Makes a template whose codes the merchant allots. */
export function createTemplate(api: CardMember, brand_id: string, appid: string): Promise<Card> {
  return api.cards.create({
    out_request_no: 'desk-test',
    brand_id,
    appid,
    card_type: 'NORMAL',
    card_title: '会员卡',
    card_color: '#2E7D5B',
    card_picture_url: 'https://wxpaylogo.qpic.cn/wxpaylogo/desk/0',
    code_mode: 'MERCHANT_ALLOCATE',
    code_type: 'BAR_CODE',
    benefits: '九折',
    notify_url: 'https://example.com/notify',
    valid_date_information: { type: 'PERMANENT' },
  })
}
