-- Records that a policy set is active from now on.
-- KEYS[1] revisions (a hash: revision -> JSON) · KEYS[2] spans that ended (a list of "revision from until") · KEYS[3] store's info (a hash)
-- ARGV[1] revision · ARGV[2] its JSON · ARGV[3] the instant to take for now, for tests; empty: the clock · RETURN nothing
local now
if ARGV[3] ~= '' then
  now = ARGV[3]
else
  local time = redis.call('TIME')
  now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
end
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
local active = redis.call('HGET', KEYS[3], 'active')
if active and string.sub(active, 1, #ARGV[1] + 1) == ARGV[1] .. ' ' then return end
if active then redis.call('RPUSH', KEYS[2], active .. ' ' .. now) end
redis.call('HSET', KEYS[3], 'active', ARGV[1] .. ' ' .. now)
