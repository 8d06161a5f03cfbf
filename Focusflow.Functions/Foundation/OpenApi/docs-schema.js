'use strict';

// Reads the OpenAPI document: what a schema is called, which fields it has, what a value of it could be.
let api;

const resolve = item => item?.$ref ? item.$ref.slice(2).split('/').reduce((node, name) => node[name], api) : item;
const isNull = schema => schema.type === 'null';

// The words of the description: paragraphs, lists, `code` and **strong** words.
const inline = text => text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).filter(Boolean).map(part =>
  part.startsWith('`') ? code(part.slice(1, -1)) : part.startsWith('**') ? el('strong', { textContent: part.slice(2, -2) }) : part);
const prose = text => (text ?? '').split('\n\n').filter(Boolean).map(part => part.startsWith('- ')
  ? el('ul', {}, ...part.split('\n').map(line => el('li', {}, ...inline(line.slice(2)))))
  : el('p', {}, ...inline(part)));

const typeOf = schema => {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return choice.map(option => isNull(option) ? 'null' : typeOf(option)).join(' or ');
  const types = [schema.type ?? 'any'].flat();
  const words = [types.map(type => type === 'array' ? `list of ${typeOf(schema.items) || 'any'}` : type).join(' or ')];
  if (schema.format) words.push(schema.format);
  if (schema.enum) words.push(schema.enum.map(String).join(' | '));
  const least = schema.minimum ?? schema.minLength ?? schema.minItems, most = schema.maximum ?? schema.maxLength ?? schema.maxItems;
  if (least !== undefined || most !== undefined)
    words.push(`${least ?? 0} to ${most ?? 'any'}${schema.maxLength ?? schema.minLength ? ' characters' : schema.maxItems ?? schema.minItems ? ' items' : ''}`);
  return words.join(', ');
};

// The object that a schema stands for, through references, lists and choices; undefined when it is none.
const objectOf = schema => {
  const found = resolve(schema);
  if (!found) return undefined;
  if (found.properties) return found;
  if (found.items) return objectOf(found.items);
  return (found.anyOf ?? found.oneOf ?? []).map(objectOf).find(Boolean);
};
const isList = schema => {
  const found = resolve(schema);
  return [found?.type ?? ''].flat().includes('array') || (found?.anyOf ?? []).some(isList);
};

// All fields with their paths, such as tags[].name; a type inside itself is not opened again.
const fieldsOf = (schema, prefix = '', seen = []) => {
  const object = objectOf(schema);
  if (!object || seen.includes(object) || seen.length > 3) return [];
  return Object.entries(object.properties).flatMap(([name, property]) => [
    { name: prefix + name, type: typeOf(property), about: property.description ?? resolve(property)?.description ?? '', required: (object.required ?? []).includes(name) },
    ...fieldsOf(property, `${prefix}${name}${isList(property) ? '[]' : ''}.`, [...seen, object])]);
};
const fields = (caption, schema) => {
  const found = fieldsOf(schema);
  return found.length === 0 ? el('p', { className: 'soft', textContent: typeOf(schema) }) : table(caption, [
    ['Field', item => el('code', { textContent: item.name, className: item.required ? 'required' : '' })],
    ['Type', item => item.type],
    ...found.some(item => item.about) ? [['About', item => item.about ? el('span', {}, ...inline(item.about)) : null]] : [],
  ], found);
};

const sample = (schema, depth = 0) => {
  const found = resolve(schema) ?? {};
  if (found.example !== undefined) return found.example;
  if (found.enum) return found.enum[0];
  const type = [found.type ?? 'object'].flat()[0];
  if (type === 'object') {
    const wanted = Object.entries(found.properties ?? {}).filter(([name]) => !found.required || found.required.includes(name));
    return depth > 3 ? {} : Object.fromEntries(wanted.map(([name, property]) => [name, sample(property, depth + 1)]));
  }
  return { array: [], integer: found.minimum ?? 0, number: 0, boolean: false }[type] ?? (found.format === 'date-time' ? new Date().toISOString() : 'text');
};
