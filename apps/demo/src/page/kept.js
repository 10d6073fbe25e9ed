/**
 * What a browser keeps of a person's conversation with a bot, for all its tabs. Each message that is on its way has a
 * place of its own, so that tabs do not write over each other; whoever finds it sends it again, which is harmless.
 */
export class Kept {
  #storage;
  #name;

  constructor(storage, botId) {
    this.#storage = storage;
    this.#name = `backchannel:${botId}:`;
  }

  get conversation() {
    return this.#read(`${this.#name}conversation`);
  }

  set conversation(conversation) {
    this.#storage.setItem(`${this.#name}conversation`, JSON.stringify(conversation));
  }

  /** Messages that the transcript has not shown yet, the oldest first. */
  pending() {
    return this.#pendingNames()
      .map((name) => this.#read(name))
      .filter((message) => message !== null)
      .toSorted((a, b) => a.at - b.at);
  }

  put(message) {
    this.#storage.setItem(`${this.#name}pending:${message.id}`, JSON.stringify(message));
  }

  drop(id) {
    this.#storage.removeItem(`${this.#name}pending:${id}`);
  }

  forget() {
    for (const name of this.#pendingNames()) this.#storage.removeItem(name);
    this.#storage.removeItem(`${this.#name}conversation`);
  }

  #pendingNames() {
    const names = Array.from({ length: this.#storage.length }, (_, i) => this.#storage.key(i));
    return names.filter((name) => name.startsWith(`${this.#name}pending:`));
  }

  #read(name) {
    try {
      return JSON.parse(this.#storage.getItem(name));
    } catch {
      return null;
    }
  }
}
