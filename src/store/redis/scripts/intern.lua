-- Gives a name its number, the same for ever (engine/record/names.ts).
-- KEYS[1] the table of all names (a hash) · ARGV[1] kind of name · ARGV[2] name · RETURN the number
local field = ARGV[1] .. ':' .. ARGV[2]
local id = redis.call('HGET', KEYS[1], field)
if id then return tonumber(id) end
id = redis.call('HINCRBY', KEYS[1], '#' .. ARGV[1], 1)
redis.call('HSET', KEYS[1], field, id)
return id
