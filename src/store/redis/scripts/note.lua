-- Notes at an address, on a Cluster after the customer's own step, whom the contact there was for; an older contact never replaces a newer one.
-- KEYS[1] the address's hot part (engine/record/address.ts)
-- ARGV[1] the customer (10 bytes) · ARGV[2] the contact's instant · ARGV[3] milliseconds until it expires, at the least
-- RETURN  the version of the cold part: refusals that came since the step looked have changed it
local customer, at, ttl = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local hot = redis.call('GET', KEYS[1])
local lastAt, coldVersion = 0, 0
if hot then lastAt, coldVersion = struct.unpack('<I6I2', hot, 13) end
if at >= lastAt and (at >= lastAt + 86400000 or string.sub(hot, 3, 12) ~= customer) then
  local noted = customer .. struct.pack('<I6I2', at, coldVersion)
  if coldVersion == 0 then
    -- Nothing ever stood there but such notes, of which the newest lives longest.
    redis.call('SET', KEYS[1], '\1\0' .. noted, 'PX', ttl)
  else
    redis.call('SET', KEYS[1], string.sub(hot, 1, 2) .. noted, 'KEEPTTL')
    local left = redis.call('PTTL', KEYS[1])
    if left >= 0 and left < ttl then redis.call('PEXPIRE', KEYS[1], ttl) end
  end
end
return coldVersion
