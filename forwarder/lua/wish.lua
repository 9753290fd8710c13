-- How the protection of a complaint stands: as `wish_of` says it. ARGV: epoch, complaint
return wish_of(ARGV[2])
