/** The nonce of this page's content security policy, which the desk wrote into it. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** Gives the nonce to style elements that libraries make without it: antd measures scroll bars and locks scrolling by such. */
export function giveNonceToStyles(): void {
  const create = document.createElement.bind(document)
  const createWithNonce = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
  Object.defineProperty(document, 'createElement', { value: createWithNonce, configurable: true })
}
