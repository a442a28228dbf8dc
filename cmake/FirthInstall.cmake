# `cmake --install` puts the library, its headers, the command and the package files in place;
# another project then says find_package(firth) and links firth::firth.
include(CMakePackageConfigHelpers)

install(TARGETS firth EXPORT firthTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/firth DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
if(TARGET firth_cli)
  install(TARGETS firth_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
    COMPONENT command)
endif()

if(TARGET firth_mpi)
  install(TARGETS firth_mpi LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/firth COMPONENT mpi)
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/firth)
install(EXPORT firthTargets NAMESPACE firth:: DESTINATION ${package_dir}
  COMPONENT library)
configure_package_config_file(cmake/firthConfig.cmake.in firthConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(firthConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/firthConfig.cmake
              ${PROJECT_BINARY_DIR}/firthConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT library)
include(FirthPackage)
