import type { Json } from '@backchannel/contracts';
import type { Functions, Guest } from './guest.ts';

/** What is known of the person: the attributes that the page gave when it opened the conversation. */
export function people(guest: Guest): Functions {
  const { hasOwn } = Object;
  const { isArray } = Array;

  const attribute = (asker: string, name: string): Json => {
    const value = guest.own(guest.input.attributes, name);
    if (value === null) guest.note(`${asker} gives null: the conversation has no attribute ${guest.stringify(name)}`);
    return guest.copy(value);
  };
  const reader = (asker: string, name: string) => () => attribute(asker, name);

  /** Conversation Context Service: a namespace is an attribute. */
  const contextReader = (asker: string) => (namespace: unknown, property: unknown) => {
    const values = attribute(asker, guest.text(namespace, `${asker}: namespace`));
    if (property === undefined || values === null) return values;
    const name = guest.text(property, `${asker}: property`);
    if (typeof values === 'object' && !isArray(values) && hasOwn(values, name)) return values[name];
    guest.note(`${asker} gives null: ${guest.stringify(namespace)} has no property ${guest.stringify(name)}`);
    return null;
  };
  const notKept = (name: string) => () => {
    guest.note(`${name} does nothing and gives false: there is no context service here; setBotVariable keeps values`);
    return false;
  };

  return {
    getLPAccountId: reader('getLPAccountId', 'accountId'),
    getLPCustomerInfo: reader('getLPCustomerInfo', 'customerInfo'),
    getLPUserPersonalInfo: reader('getLPUserPersonalInfo', 'personalInfo'),
    getUserLocation: reader('getUserLocation', 'location'),
    getLPEngagementAttribute: (name: unknown) =>
      attribute('getLPEngagementAttribute', guest.text(name, 'getLPEngagementAttribute: name')),
    isContextApiEnabled: () => false,
    getGlobalContextData: contextReader('getGlobalContextData'),
    getContextDataForUser: contextReader('getContextDataForUser'),
    getContextDataForConversation: contextReader('getContextDataForConversation'),
    registerContextNamespace: notKept('registerContextNamespace'),
    deleteContextNamespace: notKept('deleteContextNamespace'),
    setGlobalContextData: notKept('setGlobalContextData'),
    deleteGlobalContextData: notKept('deleteGlobalContextData'),
    setContextDataForUser: notKept('setContextDataForUser'),
    deleteContextDataForUser: notKept('deleteContextDataForUser'),
    setContextDataForConversation: notKept('setContextDataForConversation'),
    deleteContextDataForConversation: notKept('deleteContextDataForConversation'),
    deleteAllContextDataForUser: notKept('deleteAllContextDataForUser'),
    deleteAllContextDataForConversation: notKept('deleteAllContextDataForConversation'),
  };
}
