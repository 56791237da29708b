/** A batch is no longer being prepared: somebody cancelled it, its process was taken for dead, or the desk stops. */
export class PreparingEnded extends Error {
  override readonly name = 'PreparingEnded'

  constructor() {
    super('the batch is no longer being prepared')
  }
}
