-- Puts back names that a process knows and the table has lost, each with the number it had.
-- KEYS[1] the table of all names (a hash) · ARGV kind of name, name and number of each
-- RETURN  those that cannot be: the name has another number by now, or its number another name. Then nothing is written
local all = redis.call('HGETALL', KEYS[1])
local idOf, nameOf = {}, {}
for place = 1, #all, 2 do
  local field, id = all[place], all[place + 1]
  idOf[field] = id
  local kind = string.match(field, '^(%a+):')
  if kind then nameOf[kind .. '#' .. id] = field end
end
local clashes = {}
for place = 1, #ARGV, 3 do
  local field, number = ARGV[place] .. ':' .. ARGV[place + 1], ARGV[place] .. '#' .. ARGV[place + 2]
  if (idOf[field] or ARGV[place + 2]) ~= ARGV[place + 2] or (nameOf[number] or field) ~= field then
    clashes[#clashes + 1] = field
  end
end
if #clashes > 0 then return clashes end
for place = 1, #ARGV, 3 do
  local counter = '#' .. ARGV[place]
  redis.call('HSET', KEYS[1], ARGV[place] .. ':' .. ARGV[place + 1], ARGV[place + 2])
  if tonumber(redis.call('HGET', KEYS[1], counter) or '0') < tonumber(ARGV[place + 2]) then
    redis.call('HSET', KEYS[1], counter, ARGV[place + 2])
  end
end
return {}
