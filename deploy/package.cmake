# What is installed, and the Debian package of it: `cmake --build build/release && (cd build/release && cpack)`. The units name /usr/bin.
include(GNUInstallDirs)
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(documents ${CMAKE_INSTALL_DATADIR}/doc/lamrelay)
install(TARGETS lamrelay RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_BINARY_DIR}/pages DESTINATION ${CMAKE_INSTALL_DATADIR}/lamrelay)
install(FILES deploy/lamrelay-hub.service deploy/lamrelay-site@.service DESTINATION lib/systemd/system)
install(FILES deploy/package/lamrelay.sysusers DESTINATION lib/sysusers.d RENAME lamrelay.conf)
install(FILES README.md relay/ARCHITECTURE.md relay/DELIVERY.md relay/protocol.asyncapi.yaml relay/link.asyncapi.yaml DESTINATION ${documents})
install(FILES deploy/README.md DESTINATION ${documents} RENAME deploy.md)
install(FILES deploy/package/copyright DESTINATION ${documents})
file(GLOB examples CONFIGURE_DEPENDS config/*.json)
install(FILES ${examples} DESTINATION ${documents}/examples)

# Debian wants these two compressed; no time goes into them.
function(lamrelay_compressed source name destination)
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/${name}
        COMMAND ${LAMRELAY_GZIP} --no-name -9 --stdout ${CMAKE_SOURCE_DIR}/${source} > ${CMAKE_BINARY_DIR}/${name}
        DEPENDS ${source} VERBATIM)
    add_custom_target(lamrelay_${name} ALL DEPENDS ${CMAKE_BINARY_DIR}/${name})
    install(FILES ${CMAKE_BINARY_DIR}/${name} DESTINATION ${destination})
endfunction()
lamrelay_compressed(deploy/package/changelog changelog.gz ${documents})
lamrelay_compressed(deploy/package/lamrelay.1 lamrelay.1.gz ${CMAKE_INSTALL_MANDIR}/man1)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_NAME lamrelay)
set(CPACK_PACKAGE_CONTACT "The lamrelay contributors <lamrelay@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "live-session relay for hybrid conferences")
set(CPACK_PACKAGE_DESCRIPTION "Moderated questions, speaker order and live polls, between a hall and its
remote sites: the hub of a conference, and the process at each site that goes
on serving its people while its link is cut.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# libwebsockets loads its libuv part by name: no linker knows of it.
set(CPACK_DEBIAN_PACKAGE_DEPENDS libwebsockets-evlib-uv)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS systemd)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/deploy/package/postinst ${CMAKE_SOURCE_DIR}/deploy/package/prerm
    ${CMAKE_SOURCE_DIR}/deploy/package/postrm)
include(CPack)
