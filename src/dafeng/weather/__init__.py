"""Weather years: EPW files, hourly years from monthly normals, sun and sky."""
